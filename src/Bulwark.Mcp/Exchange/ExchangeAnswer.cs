namespace Bulwark.Mcp.Exchange;

/// <summary>What a token exchange gives (RFC 8693 section 2.2.1). The token is called <c>access_token</c> whatever it is.</summary>
internal sealed record ExchangeAnswer(string? AccessToken = null, string? IssuedTokenType = null);
