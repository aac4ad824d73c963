using System.Text;
using Bulwark.Waf.Injection.Html;

namespace Bulwark.Waf.Tests.Injection;

public sealed class CrossSiteScriptingTests
{
    [Theory]
    [InlineData("<script>", true)]
    [InlineData("<x:script>", true)]
    [InlineData("<\0script>", true)]
    [InlineData("</script>", false)]
    [InlineData("< script>", false)]
    [InlineData("<b>", false)]
    [InlineData("a <b and c> d", false)]
    public void Tags_are_told_apart(string value, bool isScript) => Check(value, isScript);

    [Theory]
    [InlineData("<b onclick=f()>", true)]
    [InlineData("<b onclick = f`1`>", true)]
    [InlineData("<b/onclick=f()>", true)]
    [InlineData("<b x='>' onclick=f()>", true)]
    [InlineData("<b title='f() onclick'>", false)]
    [InlineData("<b onclick={handle}>", false)] // calls nothing
    [InlineData("<b once=f()>", false)]
    public void Handlers_are_found_where_a_browser_finds_them(string value, bool isScript) => Check(value, isScript);

    [Theory]
    [InlineData("x onclick=f()", true)]
    [InlineData("x' onclick=f()", true)]
    [InlineData("x\" onclick=f()", true)]
    [InlineData("x` onclick=f()", true)]
    [InlineData("only=f(1) once=g(2)", false)]
    public void Attributes_may_be_added_from_inside_a_value(string value, bool isScript) => Check(value, isScript);

    [Theory]
    [InlineData("<a href=javascript:f()>", true)]
    [InlineData("<a href=' java\tscript:f()'>", true)]
    [InlineData("<a href='&#x6a;avascript&colon;f()'>", true)]
    [InlineData("<a href=data:text/html,x>", true)]
    [InlineData("<img src=data:image/png;base64,AAAA>", false)]
    [InlineData("<a href=https://example.org/javascript:x>", false)]
    [InlineData("javascript:f()", true)]
    [InlineData("javascript: a language", false)]
    public void Addresses_that_run_are_told_from_others(string value, bool isScript) => Check(value, isScript);

    [Theory]
    [InlineData("<b style='color:red'>", false)]
    [InlineData("<b style='x:expression(f())'>", true)]
    [InlineData("<b style='x:expr/**/ession(f())'>", true)]
    [InlineData("<!doctype html>", true)]
    [InlineData("<!-- remark -->", false)]
    [InlineData("<!--[if IE]>x<![endif]-->", true)]
    [InlineData("<", false)]
    [InlineData("<a href", false)]
    [InlineData("<a href=", false)]
    [InlineData("<a href='", false)]
    public void Styles_declarations_and_torn_tags(string value, bool isScript) => Check(value, isScript);

    private static void Check(string value, bool isScript) => Assert.Equal(isScript, CrossSiteScripting.IsInjection(Encoding.UTF8.GetBytes(value)));
}
