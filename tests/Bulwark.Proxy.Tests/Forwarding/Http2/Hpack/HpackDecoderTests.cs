using System.Text;
using Bulwark.Proxy.Forwarding.Http1;
using Bulwark.Proxy.Forwarding.Http2.Hpack;

namespace Bulwark.Proxy.Tests.Forwarding.Http2.Hpack;

public sealed class HpackDecoderTests
{
    private const string First = "Cache-Control: private|Date: Mon, 21 Oct 2013 20:13:21 GMT|Location: https://www.example.com";

    private const string Third =
        "Cache-Control: private|Date: Mon, 21 Oct 2013 20:13:22 GMT|Location: https://www.example.com|Content-Encoding: gzip"
        + "|Set-Cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1";

    /// <summary>RFC 7541, C.5 and C.6: a table of 256 bytes, from which fields have to go.</summary>
    [Theory]
    [InlineData(
        "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d546e1768747470733a2f2f7777772e6578616d706c652e636f6d",
        "4803333037c1c0bf",
        "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31")]
    [InlineData(
        "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
        "4883640effc1c0bf",
        "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007")]
    public void Reads_the_answers_of_the_specification(string first, string second, string third)
    {
        var decoder = new HpackDecoder(256);

        Assert.Equal((302, First), Read(decoder, first));
        Assert.Equal((307, First), Read(decoder, second));
        Assert.Equal((200, Third), Read(decoder, third));
    }

    [Fact]
    public void A_field_that_is_larger_than_the_table_empties_it()
    {
        var decoder = new HpackDecoder(256);
        Read(decoder, "884001610162");

        // RFC 7541 section 4.4. What was remembered before is not there any more.
        var large = Convert.ToHexString([0x88, 0x40, 1, (byte)'c', 0x7F, 129, 1, .. Enumerable.Repeat((byte)'d', 256)]);
        Read(decoder, large);

        Assert.Throws<Proxy.Forwarding.Http2.Http2Exception>(() => Read(decoder, "88be"));
    }

    [Fact]
    public void What_no_answer_may_say_is_remembered_as_such()
    {
        var decoder = new HpackDecoder();
        var fields = new FieldList();

        decoder.Decode(Convert.FromHexString("8840025841" + "0162"), fields, out var fault);
        Assert.Equal("A header of the answer is none.", fault);
        decoder.Decode(Convert.FromHexString("88be"), fields, out fault);
        Assert.Equal("A header of the answer is none.", fault);
        decoder.Decode(Convert.FromHexString("88"), fields, out fault);
        Assert.Null(fault);
    }

    /// <summary>A bomb: a large field, remembered once and named a thousand times.</summary>
    [Fact]
    public void An_answer_has_a_size_however_small_it_came()
    {
        var decoder = new HpackDecoder();
        var fields = new FieldList();
        byte[] remembered = [0x88, 0x40, 1, (byte)'a', 0x7F, 0xA1, 0x1E, .. Enumerable.Repeat((byte)'b', 4000)];

        decoder.Decode([.. remembered, .. Enumerable.Repeat((byte)0xBE, 1000)], fields, out var fault);

        Assert.Equal("The head of the answer is too large.", fault);
        Assert.InRange(fields.Count, 1, 16);
    }

    [Fact]
    public void What_comes_again_costs_no_new_strings()
    {
        var decoder = new HpackDecoder(256);
        var (first, second) = (new FieldList(), new FieldList());

        decoder.Decode(Convert.FromHexString("488264025885aec3771a4b"), first, out _);
        decoder.Decode(Convert.FromHexString("88be"), second, out _);

        Assert.Same(first.Fields[0].Value, second.Fields[0].Value);
    }

    private static (int Status, string Fields) Read(HpackDecoder decoder, string hex)
    {
        var fields = new FieldList();
        var status = decoder.Decode(Convert.FromHexString(hex), fields, out var fault);
        Assert.Null(fault);
        var text = new StringBuilder();
        foreach (var field in fields.Fields)
            text.Append(text.Length > 0 ? "|" : "").Append(field.Name.Text).Append(": ").Append(field.Value);
        return (status, text.ToString());
    }
}
