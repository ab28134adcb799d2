from functions.realtime_gateway.channel import post_channel, topic_channel


def test_a_post_and_a_topic_of_the_same_name_are_two_channels() -> None:
    assert post_channel("1") == "post#1"
    assert topic_channel("1") == "topic#1"


def test_a_topic_is_one_channel_however_it_is_written() -> None:
    assert topic_channel("CAFE\u0301") == topic_channel("caf\u00e9")
