using System.Security.Cryptography;
using System.Text;

namespace Bulwark.Admin.Console;

/// <summary>How every page looks. It stands in the page itself and the content security policy allows it by its hash.</summary>
internal static class PageStyle
{
    public const string Css = """
        :root { --ground: #f6f7f9; --card: #fff; --ink: #1a1d23; --soft: #5d6675; --line: #dfe3ea; --good: #17794a; --bad: #b3261e; --accent: #2f5bd0; }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #14161a; --card: #1d2026; --ink: #e8eaee; --soft: #9aa3b2; --line: #30353f; --good: #5bd39a; --bad: #ff8a80; --accent: #8fb0ff; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
        header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: 1rem 1.5rem; border-bottom: 1px solid var(--line); background: var(--card); }
        h1 { margin: 0; font-size: 1.1rem; letter-spacing: .02em; }
        h2 { margin: 0 0 .75rem; font-size: 1rem; }
        main { max-width: 72rem; margin: 0 auto; padding: 1.5rem; display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
        section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1.25rem; overflow-x: auto; }
        section.single { max-width: 26rem; margin: 15vh auto 0; }
        table { width: 100%; border-collapse: collapse; }
        th { text-align: left; font-weight: 600; color: var(--soft); font-size: .85rem; }
        th, td { padding: .4rem .5rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        tr:last-child td { border-bottom: 0; }
        .good { color: var(--good); font-weight: 600; }
        .bad { color: var(--bad); font-weight: 600; }
        .soft { color: var(--soft); }
        button { font: inherit; padding: .45rem 1rem; border-radius: .4rem; border: 1px solid var(--accent); background: none; color: var(--accent); cursor: pointer; }
        button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        """;

    /// <summary>The source expression of the content security policy.</summary>
    public static string Hash { get; } = "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)));
}
