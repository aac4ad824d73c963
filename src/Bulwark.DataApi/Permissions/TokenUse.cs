using Bulwark.Jwt;

namespace Bulwark.DataApi.Permissions;

/// <summary>
/// Whether a token was issued for a client of this API. An ID token names the client as audience; an access token of the pool names it as
/// <c>client_id</c> and has no audience. One with an audience was asked for some other resource and is not taken here.
/// </summary>
internal static class TokenUse
{
    public static bool IsForUs(VerifiedToken token, IReadOnlyList<string> clients) => token.Text("token_use") switch
    {
        "id" => token.TextList("aud").Any(audience => clients.Contains(audience, StringComparer.Ordinal)),
        "access" => !token.Payload.TryGetProperty("aud", out _) && clients.Contains(token.Text("client_id"), StringComparer.Ordinal),
        _ => false,
    };
}
