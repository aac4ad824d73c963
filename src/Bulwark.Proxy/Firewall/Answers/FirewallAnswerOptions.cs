using System.Buffers;
using Bulwark.Core.Configuration;

namespace Bulwark.Proxy.Firewall.Answers;

/// <summary>
/// Rules about answers: those of the OWASP Core Rule Set that look for what a service should not tell (errors of databases, source text, listings of folders). An answer that is refused is
/// a 502, nothing of it reaches the client, and no cache keeps it. Each answer is judged with the head of its request, which is shown to the rules once more.
/// </summary>
public sealed record FirewallAnswerOptions : IConfigSection
{
    private const int LeastBytes = 4 * 1024;
    private const int MostBytes = 16 * 1024 * 1024;

    // RFC 9110, section 5.6.2, and the slash between the two of them
    private static readonly SearchValues<char> TypeLetters = SearchValues.Create("!#$&+-./^_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    /// <summary><c>off</c>, <c>headers</c> or <c>bodies</c>. With <c>bodies</c> a client gets the first byte of such an answer when the last has come from behind.</summary>
    public FirewallAnswers Inspect { get; set; } = FirewallAnswers.Off;

    /// <summary>
    /// The types of the bodies that are inspected. JSON is not among them by default: people write about errors and source text, and whoever reads their messages would be refused. Streams of
    /// events, long polls (<c>/sync</c>) and WebSockets are never held.
    /// </summary>
    public IReadOnlyList<string> Types { get; set; } = ["text/plain", "text/html", "text/xml"];

    /// <summary>How much of a body is inspected, in bytes; what comes after it passes as it is, and the log says so. It is held in the same memory as bodies of requests.</summary>
    public int Bytes { get; set; } = 512 * 1024;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Bytes is < LeastBytes or > MostBytes)
            yield return at["bytes"].Error($"{Bytes} is out of range: {LeastBytes} to {MostBytes}");

        for (var i = 0; i < Types.Count; i++)
        {
            if (Types[i].Count(letter => letter == '/') != 1 || Types[i].AsSpan().ContainsAnyExcept(TypeLetters))
                yield return at["types"][i].Error($"'{Types[i]}' is no type such as text/html");
            else if (Types[i].Equals("text/event-stream", StringComparison.OrdinalIgnoreCase))
                yield return at["types"][i].Error("is a stream that never ends, so it cannot be held");
        }
    }
}
