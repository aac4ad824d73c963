namespace Bulwark.Waf.Tests.Transformations;

/// <summary>Transformations that undo the escapes of a language.</summary>
public sealed class DecodingTests
{
    [Theory]
    [InlineData("nothing here", "nothing here")]
    [InlineData("%41%6a+b", "Aj b")]
    [InlineData("%2541", "%41")]
    [InlineData("100% %4 %zz %4g", "100% %4 %zz %4g")]
    [InlineData("%%41", "%A")]
    [InlineData("%00%ff", "\0\xFF")]
    [InlineData("%u0041", "%u0041")]
    public void UrlDecode(string input, string expected) => TransformationCases.Check("urlDecode", input, expected);

    [Theory]
    [InlineData("a+%62", "a b")]
    [InlineData("%u0041%U0042", "AB")]
    [InlineData("%uff1cscript%uFF1E", "<script>")]
    [InlineData("%uff00%uff5f", "\0_")]
    [InlineData("%u2019", "\x19")]
    [InlineData("%u004", "%u004")]
    [InlineData("%u00g1+", "%u00g1 ")]
    [InlineData("+u0041", " u0041")]
    [InlineData("%u%41", "%uA")]
    [InlineData("%", "%")]
    public void UrlDecodeUni(string input, string expected) => TransformationCases.Check("urlDecodeUni", input, expected);

    [Theory]
    [InlineData("&lt;b&gt &AMP;&quot;", "<b> &\"")]
    [InlineData("a&nbsp;b", "a\xA0" + "b")]
    [InlineData("&#60;&#x3C&#X3c;", "<<<")]
    [InlineData("&#060&#x00003c;", "<<")]
    [InlineData("&#300;", "\x2C")]
    [InlineData("&#9223372036854775807;&#9223372036854775808;&#x10000000000000041;", "\xFF\xFF\xFF")]
    [InlineData("&#;&#x;&#xg;&;&copy;&ltx;& lt;", "&#;&#x;&#xg;&;&copy;&ltx;& lt;")]
    [InlineData("&#&lt;", "&#<")]
    [InlineData("&lt;;", "<;")]
    [InlineData("&amp;lt;", "&lt;")]
    [InlineData("a & b &", "a & b &")]
    public void HtmlEntityDecode(string input, string expected) => TransformationCases.Check("htmlEntityDecode", input, expected);

    [Theory]
    [InlineData(@"\u0061\x6c\145rt", "alert")]
    [InlineData(@"\uFF1c\uff00", "<\0")]
    [InlineData(@"\a\b\f\n\r\t\v", "\a\b\f\n\r\t\v")]
    [InlineData(@"\'\""\\\q", "'\"\\q")]
    [InlineData(@"\400\3777\8", " 0\xFF" + "78")]
    [InlineData(@"\0", "\0")]
    [InlineData(@"\u004\x4\U0041", "u004x4U0041")]
    [InlineData(@"end\", @"end\")]
    public void JsDecode(string input, string expected) => TransformationCases.Check("jsDecode", input, expected);

    [Theory]
    [InlineData(@"a\6c ert", "alert")]
    [InlineData(@"\61\062\0063\00064", "abcd")]
    [InlineData(@"\ff1c\0ff1c\00ff1c", "<<<")]
    [InlineData(@"\1ff1c\10ff1c", "\x1C\x1C")]
    [InlineData("\\61\n\\62\tc", "abc")]
    [InlineData(@"\g\""\\", "g\"\\")]
    [InlineData("a\\\nb", "ab")]
    [InlineData(@"a\", "a")]
    [InlineData("\\0 a\0b", "\0a\0b")]
    [InlineData(@"\0000041", "\x04" + "1")]
    public void CssDecode(string input, string expected) => TransformationCases.Check("cssDecode", input, expected);

    [Theory]
    [InlineData(@"\a\b\f\n\r\t\v\\\?\'\""", "\a\b\f\n\r\t\v\\?'\"")]
    [InlineData(@"\x41\X42\x4", "ABx4")]
    [InlineData(@"\101\60\400\8", "A0\08")]
    [InlineData(@"\q\", @"q\")]
    [InlineData(@"end\", @"end\")]
    public void EscapeSeqDecode(string input, string expected) => TransformationCases.Check("escapeSeqDecode", input, expected);

    [Theory]
    [InlineData("0x414243", "ABC")]
    [InlineData("select 0X61, 0x626", "select a, b6")]
    [InlineData("0x4", "0x4")]
    [InlineData("00x41", "0A")]
    [InlineData("0x", "0x")]
    [InlineData("ab\0" + "0x41", "ab\0A")]
    public void SqlHexDecode(string input, string expected) => TransformationCases.Check("sqlHexDecode", input, expected);

    [Theory]
    [InlineData("414a4b", "AJK")]
    [InlineData("414", "A")]
    [InlineData("", "")]
    [InlineData("4", "")]
    [InlineData("zz", "S")]
    public void HexDecode(string input, string expected) => TransformationCases.Check("hexDecode", input, expected);

    [Theory]
    [InlineData("", "")]
    [InlineData("dGVzdA==", "test")]
    [InlineData("dGVz\r\ndGVz\ndGVz  \n", "testestes")]
    [InlineData("dGVzdA", "tes")]
    [InlineData("dGVzd", "tes")]
    [InlineData("dGVz\0!", "tes")]
    [InlineData("dGVz dGVz", "")]
    [InlineData("dGVz  ", "tes")]
    [InlineData("d=Vz", "")]
    [InlineData("dGVz====", "")]
    [InlineData("dGV_", "")]
    [InlineData("not base64!", "")]
    public void Base64Decode(string input, string expected) => TransformationCases.Check("base64Decode", input, expected);

    [Theory]
    [InlineData("dGVzdA==", "test")]
    [InlineData("dGVzdA", "test")]
    [InlineData("d!G.V z\0dA", "test")]
    [InlineData("dGVz=dA=", "test")]
    [InlineData("dGVzd=", "tes")]
    [InlineData("-_!", "")]
    [InlineData("//79", "\xFF\xFE\xFD")]
    public void Base64DecodeExt(string input, string expected) => TransformationCases.Check("base64DecodeExt", input, expected);
}
