using System.Text;
using System.Xml;
using Bulwark.Waf.Bodies;
using Bulwark.Waf.Variables;
using CsCheck;

namespace Bulwark.Waf.Tests.Bodies.Xml;

public sealed class XmlBodyReaderTests
{
    [Theory]
    [InlineData("<a>x</a>", "x", "")]
    [InlineData("<a>x<b>y</b>z</a>", "xyz", "")]
    [InlineData("<a>\n <b/>\n</a>\n", "\n \n", "")]
    [InlineData("<a/>", "", "")]
    [InlineData("<a b=\"1\" c='2'><d e=\"&lt;&quot;&apos;\"/></a >", "", "b=1|c=2|e=<\"'")]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?><!-- c --><!DOCTYPE a><a>x</a><!-- d -->", "x", "")]
    [InlineData("<a>&lt;script&gt;&amp;&#65;&#x42;&#xe4;</a>", "<script>&AB\u00c3\u00a4", "")]
    [InlineData("<a><![CDATA[<x>&amp;]]]]></a>", "<x>&amp;]]", "")]
    [InlineData("<a>x<!-- y --><?z?>w</a>", "xw", "")]
    [InlineData("<s:a xmlns:s=\"urn:x\" \u00c3\u00a4=\"1\"></s:a>", "", "xmlns:s=urn:x|\u00c3\u00a4=1")]
    [InlineData("\u00ef\u00bb\u00bf<a>x</a>", "x", "")]
    [InlineData("<?xml version='1.0' encoding = 'iso-8859-1'?><a>\u00e4</a>", "\u00e4", "")]
    [InlineData("<a b='1'/>", "", "b=1")]
    [InlineData("<a b='x>y'/>", "", "b=x>y")]
    public void Reads_text_and_attributes(string xml, string text, string attributes)
    {
        var data = Read(xml);
        Assert.Equal("0", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal(1, data.XmlText.Count);
        Assert.Equal(text, BodyTesting.Values(data.XmlText));
        Assert.Equal(attributes, BodyTesting.Pairs(data.XmlAttributes));
        Assert.Equal(0, data.View(VariableKind.Args).Count);
    }

    [Theory]
    [InlineData("x", "content outside the root element", "")]
    [InlineData("<a>x", "premature end", "x")]
    [InlineData("<a>x<b>y</a>", "end tag does not match", "xy")]
    [InlineData("<a>x</a><b/>", "content outside the root element", "x")]
    [InlineData("<a>x</a>y", "content outside the root element", "x")]
    [InlineData("</a>", "end tag does not match", "")]
    [InlineData("<a b>x</a>", "malformed markup", "")]
    [InlineData("<a b=c>x</a>", "malformed markup", "")]
    [InlineData("<a b='1'c='2'/>", "malformed markup", "")]
    [InlineData("<a b='<'>x</a>", "malformed markup", "")]
    [InlineData("<a b='1' b='2'>x</a>", "attribute given twice", "x")]
    [InlineData("<a>&b;x</a>", "undefined entity", "&b;x")]
    [InlineData("<a>& x &#0; &#xd800; &#x110000;</a>", "undefined entity", "& x &#0; &#xd800; &#x110000;")]
    [InlineData("<1>x</1>", "malformed markup", "")]
    [InlineData("<a>x<", "premature end", "x")]
    [InlineData("<a>x<b", "premature end", "x")]
    [InlineData("<a>x<!-- y", "premature end", "x")]
    [InlineData("<a><![CDATA[x</a>", "premature end", "")]
    [InlineData("<a>\u00ff</a>", "invalid UTF-8", "\u00ff")]
    [InlineData("<?xml version='1.0' encoding='utf-7'?><a>x</a>", "unsupported encoding", "")]
    [InlineData("\u00fe\u00ff\0<\0a", "unsupported encoding", "")]
    [InlineData("<\0a\0", "unsupported encoding", "")]
    [InlineData("   ", "premature end", "")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "document type declaration with an internal subset", "<!ENTITY b SYSTEM \"file:///etc/passwd\">|&b;")]
    public void Says_what_is_wrong_and_keeps_what_came_before(string xml, string message, string text)
    {
        var data = Read(xml);
        Assert.Equal("1", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal("1", BodyTesting.Value(data, "REQBODY_PROCESSOR_ERROR"));
        Assert.Equal("XML parsing error: " + message, BodyTesting.Value(data, "REQBODY_ERROR_MSG"));
        Assert.Equal(text, BodyTesting.Values(data.XmlText));
    }

    [Fact]
    public void Has_nothing_to_say_about_an_empty_body()
    {
        var data = Read("");
        Assert.Equal("0", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal(0, data.XmlText.Count);
    }

    [Theory]
    [InlineData(256, "0")]
    [InlineData(257, "1")]
    public void Refuses_what_is_nested_too_deeply(int depth, string error)
    {
        var xml = new StringBuilder().Insert(0, "<a>", depth).Insert(3 * depth, "</a>", depth).ToString();
        Assert.Equal(error, BodyTesting.Value(Read(xml), "REQBODY_ERROR"));
    }

    [Fact]
    public void Keeps_no_more_attributes_than_arguments_are_allowed()
    {
        var data = Read("<a b='1' c='2' d='3'/>", new DataLimits { Arguments = 2 });
        Assert.Equal("XML parsing error: too many attributes", BodyTesting.Value(data, "REQBODY_ERROR_MSG"));
    }

    [Fact]
    public void Does_not_mind_the_end_of_a_body_that_was_cut_off()
    {
        var data = Read("<a>xyz</a>", new DataLimits { RequestBody = 5, RequestBodyAction = BodyLimitAction.ProcessPartial });
        Assert.Equal("0", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal("xy", BodyTesting.Values(data.XmlText));
    }

    [Fact]
    public void Does_not_allocate_when_warm()
    {
        var data = new TransactionData(TimeProvider.System);
        var xml = BodyTesting.Bytes("<a b='&lt;'>x<c>y</c>&amp;</a>");
        long allocated = 0;
        for (var i = 0; i < 4; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            BodyTesting.Read(data, BodyFormat.Xml, xml);
            data.Reset();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Sees_what_another_parser_sees() => Gen.Int[0, Tokens.Length - 1].Array[1, 8].Sample(tokens =>
    {
        var xml = string.Concat(tokens.Select(i => Tokens[i]));
        if (!TryParse(xml, out var text, out var attributes))
            return;

        var data = Read(xml);
        Assert.Equal("0", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal(text, BodyTesting.Values(data.XmlText));
        Assert.Equal(attributes, BodyTesting.Pairs(data.XmlAttributes));
    }, iter: 10_000);

    private static readonly string[] Tokens =
        ["<a>", "<a>", "</a>", "</a>", "<b c='1' d=\"&#65;'\">", "</b>", "<a/>", "x", "&lt;", " ", "<![CDATA[<y>]]>", "<!-- z -->", "<?p q?>", "<b  c = '>' />"];

    private static bool TryParse(string xml, out string text, out string attributes)
    {
        (text, attributes) = ("", "");
        try
        {
            var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
            document.LoadXml(xml);
            text = document.DocumentElement!.InnerText;
            attributes = string.Join('|', document.SelectNodes("//@*")!.Cast<XmlAttribute>().Select(a => $"{a.Name}={a.Value}"));
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static TransactionData Read(string xml, DataLimits? limits = null) => BodyTesting.Read(BodyFormat.Xml, BodyTesting.Bytes(xml), limits);
}
