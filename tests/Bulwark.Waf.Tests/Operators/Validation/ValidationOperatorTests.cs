namespace Bulwark.Waf.Tests.Operators.Validation;

public sealed class ValidationOperatorTests
{
    [Theory]
    [InlineData("32-126", "plain text", false)]
    [InlineData("32-126", "tab\t", true)]
    [InlineData("32-126", "\x7F", true)]
    [InlineData("9,10,13,32-126,128-255", "a\tb\r\n\xFF", false)]
    [InlineData("1-255", "a\0", true)]
    [InlineData("38,44-46 , 48-58", "&,-.0:", false)]
    [InlineData("65", "", false)]
    public void ByteRange(string ranges, string value, bool matches) => OperatorCases.Check("validateByteRange", ranges, value, matches);

    [Theory]
    [InlineData("", "@validateByteRange: '' is neither a byte nor a range of bytes")]
    [InlineData("1-256", "@validateByteRange: '1-256' is neither a byte nor a range of bytes")]
    [InlineData("9,20-10", "@validateByteRange: '20-10' is neither a byte nor a range of bytes")]
    [InlineData("1-2-3", "@validateByteRange: '1-2-3' is neither a byte nor a range of bytes")]
    [InlineData("a", "@validateByteRange: 'a' is neither a byte nor a range of bytes")]
    public void Refuses_what_is_no_range_of_bytes(string ranges, string message) => OperatorCases.Refuses("validateByteRange", ranges, message);

    [Theory]
    [InlineData("", false)]
    [InlineData("/a%20b%C3%a4", false)]
    [InlineData("100%", true)]
    [InlineData("%2", true)]
    [InlineData("%zz", true)]
    [InlineData("%%20", true)]
    [InlineData("%u0041", true)]
    public void UrlEncoding(string value, bool matches) => OperatorCases.Check("validateUrlEncoding", "", value, matches);

    [Theory]
    [InlineData("", false)]
    [InlineData("ascii", false)]
    [InlineData("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", false)]
    [InlineData("\xC3", true)]
    [InlineData("\x80", true)]
    [InlineData("\xC0\xAF", true)]
    [InlineData("\xE0\x80\xAF", true)]
    [InlineData("\xED\xA0\x80", true)]
    [InlineData("\xF4\x90\x80\x80", true)]
    [InlineData("\xF5\x80\x80\x80", true)]
    [InlineData("\xFF", true)]
    public void Utf8Encoding(string value, bool matches) => OperatorCases.Check("validateUtf8Encoding", "", value, matches);
}
