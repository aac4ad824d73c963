namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>A request of a recording, as it is shown to the rules.</summary>
/// <param name="Number">Its place in the file, from 1.</param>
/// <param name="Client">The client's address; one for documentation when the recording names none.</param>
/// <param name="Method">The method.</param>
/// <param name="Target">The request target, nothing decoded.</param>
/// <param name="Protocol">As ModSecurity spells it: <c>HTTP/1.1</c>, <c>HTTP/2.0</c>.</param>
/// <param name="Headers">The headers in their order.</param>
/// <param name="Body">The body; empty without one.</param>
internal sealed record RecordedRequest(
    long Number,
    string Client,
    string Method,
    string Target,
    string Protocol,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>An address of nobody (RFC 5737).</summary>
    public const string UnknownClient = "192.0.2.1";
}
