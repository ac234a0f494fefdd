"""What the lines of a story are called, by their verbs."""

PERSON = {
    "person.enter": "登记",
    "person.change": "更改",
    "person.pause": "暂停、恢复服务",
    "person.leave": "离队",
    "person.appoint": "任职",
    "person.renew_role": "续任",
    "person.end_role": "离任",
    "person.train": "参加培训",
    "person.add_credential": "登记资质",
    "person.end_credential": "注销资质",
    "person.reveal": "查看号码",
}
POST = {"post.open": "登记", "post.change": "更改", "post.close": "撤销"}
