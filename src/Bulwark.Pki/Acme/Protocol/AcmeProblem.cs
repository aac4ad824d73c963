using System.Text.Json;

namespace Bulwark.Pki.Acme.Protocol;

/// <summary>A problem document (RFC 8555 section 6.7): what the server says is wrong.</summary>
internal sealed record AcmeProblem
{
    public const string BadNonce = "badNonce";
    public const string AccountDoesNotExist = "accountDoesNotExist";
    public const string AlreadyReplaced = "alreadyReplaced";

    private const string Namespace = "urn:ietf:params:acme:error:";
    private const int MostCharacters = 300;
    private const int MostSubproblems = 5;

    public string? Type { get; init; }

    public string? Detail { get; init; }

    public AcmeIdentifier? Identifier { get; init; }

    public IReadOnlyList<AcmeProblem?>? Subproblems { get; init; }

    /// <summary>The type without its namespace.</summary>
    public string? ShortType => Type?.StartsWith(Namespace, StringComparison.Ordinal) == true ? Type[Namespace.Length..] : Type;

    /// <summary>The problem of an answer; null when the answer holds none.</summary>
    public static AcmeProblem? TryRead(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, AcmeJson.Default.AcmeProblem);
        }
        catch (JsonException)
        {
            // A proxy's error page, or nothing at all; the status is all there is to tell.
            return null;
        }
    }

    /// <summary>For the log and for people. The server's text is cut to size and holds no line ends or control characters.</summary>
    public override string ToString()
    {
        var subproblems = (Subproblems ?? []).OfType<AcmeProblem>().Take(MostSubproblems).Select(problem => $"; {Printable(problem.Identifier?.Value)}: {problem.Own()}");
        return Own() + string.Concat(subproblems);
    }

    /// <summary>Text of the server's, fit to be shown.</summary>
    public static string Printable(string? text)
    {
        var whole = text ?? "";
        var cut = whole.Length > MostCharacters ? whole[..MostCharacters] + "..." : whole;
        return string.Concat(cut.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? ' ' : character)).Trim();
    }

    private string Own() => $"{Printable(Detail).TrimEnd('.')} ({Printable(ShortType)})";
}
