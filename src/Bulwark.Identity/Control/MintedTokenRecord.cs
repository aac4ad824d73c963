namespace Bulwark.Identity.Control;

/// <summary>What the log keeps of a token that an operator had made: all but the token.</summary>
internal sealed record MintedTokenRecord(string UserName, string ClientId, string Use, string JwtId);
