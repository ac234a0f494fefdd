"""Cases: petitions, from the first contact to the close."""
