namespace Bulwark.Mcp.Matrix;

/// <summary>A Matrix error (client-server API, standard error response).</summary>
internal sealed record MatrixErrorBody(string? Errcode = null, string? Error = null, long? RetryAfterMs = null)
{
    /// <summary>The access token is not known any more.</summary>
    public const string UnknownToken = "M_UNKNOWN_TOKEN";

    /// <summary>There is no such thing.</summary>
    public const string NotFound = "M_NOT_FOUND";

    /// <summary>A refusal that is a sentence already.</summary>
    public static MatrixErrorBody Told(string sentence) => new(Error: sentence);

    /// <summary>The error as a sentence for the caller.</summary>
    public string Sentence(int status)
    {
        if (Errcode is null)
            return Error ?? $"The chat server refused with status {status}.";

        var wait = RetryAfterMs is { } milliseconds ? $" Try again in {Math.Max(1, (milliseconds + 999) / 1000)} s." : "";
        return $"{Error ?? "The chat server refused"} ({Errcode}).{wait}";
    }
}
