namespace Bulwark.Pki.Acme;

/// <summary>The ACME server refused, could not prove something, or gave no usable answer. The message is one sentence for the operator and holds no secret.</summary>
internal sealed class AcmeException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The server's own name for what is wrong, without its namespace, such as <c>rateLimited</c>.</summary>
    public string? Type { get; init; }

    /// <summary>When the server wants to be asked again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Time alone may heal it: the server was not there, or had too much to do. An order is worth coming back to.</summary>
    public bool IsPassing { get; init; }
}
