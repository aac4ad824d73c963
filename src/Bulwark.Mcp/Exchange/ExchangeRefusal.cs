namespace Bulwark.Mcp.Exchange;

/// <summary>Why the issuer gives no token (RFC 6749 section 5.2).</summary>
internal sealed record ExchangeRefusal(string? Error = null);
