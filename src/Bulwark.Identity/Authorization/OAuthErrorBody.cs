namespace Bulwark.Identity.Authorization;

/// <summary>The body of a refusal.</summary>
internal sealed record OAuthErrorBody(string Error, string ErrorDescription);
