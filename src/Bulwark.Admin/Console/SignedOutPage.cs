using Microsoft.AspNetCore.Http;

namespace Bulwark.Admin.Console;

/// <summary>What is left after signing out.</summary>
internal static class SignedOutPage
{
    public static IResult Create() => new HtmlPage("Bulwark", Markup.Of($"""
        <section class="single">
        <h2>Signed out</h2>
        <p class="soft">For another session, make another link: bulwark admin link</p>
        </section>
        """));
}
