namespace Bulwark.Waf.Tests.Transformations;

/// <summary>Transformations that take away or fold what an attacker adds to a value.</summary>
public sealed class CleaningTests
{
    [Theory]
    [InlineData("none", "As \t it\0 is", "As \t it\0 is")]
    [InlineData("lowercase", "ABC xyz ÀZ[@", "abc xyz Àz[@")]
    [InlineData("lowercase", "A long value, longer than ANY vector register is, with a LAST LETTEr", "a long value, longer than any vector register is, with a last letter")]
    [InlineData("lowercase", "small", "small")]
    [InlineData("uppercase", "abc XYZ àz{`", "ABC XYZ àZ{`")]
    [InlineData("uppercase", "a long value, longer than any vector register is, with a last letteR", "A LONG VALUE, LONGER THAN ANY VECTOR REGISTER IS, WITH A LAST LETTER")]
    public void Letters(string name, string input, string expected) => TransformationCases.Check(name, input, expected);

    [Theory]
    [InlineData("removeNulls", "\0a\0\0b\0", "ab")]
    [InlineData("replaceNulls", "\0a\0\0b\0", " a  b ")]
    [InlineData("removeWhitespace", " a\tb\n\v\f\rc\xC2\xA0" + "d\x85", "abcd\x85")]
    [InlineData("compressWhitespace", "  a b\t\tc\nd \v", " a b c d ")]
    [InlineData("compressWhitespace", "a b c ", "a b c ")]
    [InlineData("compressWhitespace", "a\xA0\xA0" + "b", "a\xA0\xA0" + "b")]
    [InlineData("trim", " \t a b \v", "a b")]
    [InlineData("trimLeft", " \t a b \v", "a b \v")]
    [InlineData("trimRight", " \t a b \v", " \t a b")]
    [InlineData("trim", " \n ", "")]
    [InlineData("trim", "\0 a \0", "\0 a \0")]
    public void SpaceAndNulls(string name, string input, string expected) => TransformationCases.Check(name, input, expected);

    [Theory]
    [InlineData("ls -l", "ls -l")]
    [InlineData("C^md.e\"x\"e /c", "cmd.exe/c")]
    [InlineData("a,b;c\td\r\ne", "a b c d e")]
    [InlineData("cat  /etc/pass'w'd (x)", "cat/etc/passwd(x)")]
    [InlineData("a \" /b", "a/b")]
    [InlineData("\\n\v", "n\v")]
    [InlineData("one space stays ", "one space stays ")]
    public void CmdLine(string input, string expected) => TransformationCases.Check("cmdLine", input, expected);

    [Theory]
    [InlineData("replaceComments", "a/*x*/b/**/c", "a b c")]
    [InlineData("replaceComments", "a/*x", "a ")]
    [InlineData("replaceComments", "a/*/b", "a ")]
    [InlineData("replaceComments", "a*/b/", "a*/b/")]
    [InlineData("removeComments", "a/*x*/b<!--y-->c", "abc")]
    [InlineData("removeComments", "a/*x*//*y*/b", "ab")]
    [InlineData("removeComments", "a/*x-->b", "ab")]
    [InlineData("removeComments", "a/*x*/", "a")]
    [InlineData("removeComments", "a/*x", "a ")]
    [InlineData("removeComments", "a--b", "a")]
    [InlineData("removeComments", "a#b", "a")]
    [InlineData("removeComments", "a - b < c / d * e", "a - b < c / d * e")]
    [InlineData("removeCommentsChar", "a/*x*/<!--y-->--z--#", "axyz")]
    [InlineData("removeCommentsChar", "<!-/ *-", "<!-/ *-")]
    [InlineData("removeCommentsChar", "/*/*-->", "")]
    public void Comments(string name, string input, string expected) => TransformationCases.Check(name, input, expected);

    [Theory]
    [InlineData("/a/b.html", "/a/b.html")]
    [InlineData("/a//b/./c", "/a/b/c")]
    [InlineData("/a/b/../c", "/a/c")]
    [InlineData("/a/b/..", "/a")]
    [InlineData("/a/b/../", "/a/")]
    [InlineData("/../../etc", "/etc")]
    [InlineData("/..", "")]
    [InlineData("/../", "/")]
    [InlineData("a/../../b", "../b")]
    [InlineData("a/../../../b", "../../b")]
    [InlineData("../a", "../a")]
    [InlineData("./a/.", "a")]
    [InlineData(".", "")]
    [InlineData("...", "...")]
    [InlineData("/a/b..", "/a")]
    [InlineData(@"\a\..\b", @"\a\..\b")]
    public void NormalizePath(string input, string expected) => TransformationCases.Check("normalizePath", input, expected);

    [Theory]
    [InlineData(@"\a\..\b", "/b")]
    [InlineData(@"c:\a\\b/./c", "c:/a/b/c")]
    [InlineData(@"a/\\\b\\", "a/b/")]
    [InlineData("plain", "plain")]
    public void NormalizePathWin(string input, string expected) => TransformationCases.Check("normalizePathWin", input, expected);
}
