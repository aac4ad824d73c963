using Microsoft.AspNetCore.Http;

namespace Bulwark.Admin.Console;

/// <summary>What opening a one-time link shows.</summary>
internal static class LinkPage
{
    /// <summary>The field of the form that carries the link's secret.</summary>
    public const string Field = "secret";

    public static IResult Create(string secret) => new HtmlPage("Bulwark", Markup.Of($"""
        <section class="single">
        <h2>Bulwark</h2>
        <p>This link opens the console once, in this browser.</p>
        <form method="post" action="/link">
        <input type="hidden" name="{Field}" value="{secret}">
        <button>Open the console</button>
        </form>
        </section>
        """));
}
