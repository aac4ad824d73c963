using Microsoft.AspNetCore.Http;

namespace Bulwark.Admin.Access;

/// <summary>The cookie that carries a session's secret. The prefix makes browsers insist on Secure, this host alone and the whole site (RFC 6265bis).</summary>
internal static class SessionCookie
{
    public const string Name = "__Host-bulwark-admin";

    public static string? Read(HttpRequest request) => request.Cookies[Name] is { Length: > 0 } secret ? secret : null;

    public static void Write(HttpResponse response, string secret) => response.Cookies.Append(Name, secret, Options);

    public static void Delete(HttpResponse response) => response.Cookies.Delete(Name, Options);

    private static CookieOptions Options => new() { Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true };
}
