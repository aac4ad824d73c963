namespace Bulwark.Waf.Tests.Transformations;

/// <summary>Transformations that write a value down in another form, and those that make a number or a digest of it.</summary>
public sealed class EncodingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "YQ==")]
    [InlineData("test?\xFF", "dGVzdD//")]
    public void Base64Encode(string input, string expected) => TransformationCases.Check("base64Encode", input, expected);

    [Theory]
    [InlineData("", "")]
    [InlineData("\0aZ\xFF", "00615aff")]
    public void HexEncode(string input, string expected) => TransformationCases.Check("hexEncode", input, expected);

    [Theory]
    [InlineData("Az09*", "Az09*")]
    [InlineData("a b-_.~/\xFF", "a+b%2d%5f%2e%7e%2f%ff")]
    public void UrlEncode(string input, string expected) => TransformationCases.Check("urlEncode", input, expected);

    [Theory]
    [InlineData("", "0")]
    [InlineData("1", "1")]
    [InlineData("twelve bytes", "12")]
    public void Length(string input, string expected) => TransformationCases.Check("length", input, expected);

    [Theory]
    [InlineData("md5", "", "d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("md5", "abc", "900150983cd24fb0d6963f7d28e17f72")]
    [InlineData("sha1", "", "da39a3ee5e6b4b0d3255bfef95601890afd80709")]
    [InlineData("sha1", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d")]
    public void Digests(string name, string input, string expected)
    {
        var digest = TransformationCases.Transform(TransformationCases.Find(name), System.Text.Encoding.Latin1.GetBytes(input));

        Assert.Equal(expected, Convert.ToHexStringLower(digest));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\xC3\xA9\xE2\x82\xAC", "%u00e9%u20ac")]
    [InlineData("\xF0\x9F\x98\x80", "%u1f600")]
    [InlineData("\xF4\x8F\xBF\xBF", "%u10ffff")]
    [InlineData("\xC0\xBC", "%u003c\xC0")]
    [InlineData("\xE0\x80\xBC|\xF0\x80\x80\xBC", "%u003c\xE0|%u003c\xF0")]
    [InlineData("\xED\xA0\x80", "%ud800\xED")]
    [InlineData("\xC3" + "a|\xE2\x82|\xF0\x9F\x98", "a|\x82|\x9F\x98")]
    [InlineData("\x80|\xFF", "\x80|\xFF")]
    [InlineData("\xF5\x80\x80\x80", "\xF5%u140000")]
    [InlineData("a\0b\0", "ab")]
    public void Utf8ToUnicode(string input, string expected) => TransformationCases.Check("utf8toUnicode", input, expected);

    [Theory]
    [InlineData("parityEven7bit", "abc", "\xE1\xE2" + "c")]
    [InlineData("parityOdd7bit", "abc", "ab\xE3")]
    [InlineData("parityZero7bit", "\xE1" + "b\xFF", "ab\x7F")]
    [InlineData("parityZero7bit", "ascii", "ascii")]
    public void Parity(string name, string input, string expected) => TransformationCases.Check(name, input, expected);
}
