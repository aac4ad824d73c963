namespace Bulwark.Testing.Acme;

/// <summary>What the stand-in refuses, in the words of RFC 8555.</summary>
public sealed class AcmeRefusalException(string type, string detail, int status = 400) : Exception(detail)
{
    public string Type => type;

    public int Status => status;

    public TimeSpan? RetryAfter { get; init; }
}
