"""Asterisk's manager interface (AMI): its wire, what its events mean for a call, and the bridge that hands them in.

docs/telephony.md says how Asterisk is set up; the protocol is that of docs.asterisk.org (AMI, versions 16 to 22).
"""
