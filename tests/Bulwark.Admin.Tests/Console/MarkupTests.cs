using Bulwark.Admin.Console;

namespace Bulwark.Admin.Tests.Console;

public sealed class MarkupTests
{
    [Fact]
    public void Encodes_every_hole_that_is_not_markup_itself()
    {
        var text = "<b title=\"x\">'&";

        var inner = Markup.Of($"<i>{text}</i>");
        var outer = Markup.Of($"""<p title="{text}">{inner}{5}{(string?)null}</p>""");

        const string encoded = "&lt;b title=&quot;x&quot;&gt;&#x27;&amp;";
        Assert.Equal($"""<p title="{encoded}"><i>{encoded}</i>5</p>""", outer.Html);
        Assert.Equal("<i>1</i><i>2</i>", Markup.Join([Markup.Of($"<i>{1}</i>"), Markup.Of($"<i>{2}</i>")]).Html);
    }
}
