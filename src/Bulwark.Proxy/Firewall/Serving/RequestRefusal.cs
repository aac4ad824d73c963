namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>Why the HTTP layer itself refuses a request, whatever the rules say.</summary>
/// <param name="Status">The answer's status.</param>
/// <param name="Reason">One sentence for the log.</param>
internal sealed record RequestRefusal(int Status, string Reason);
