using System.Text;
using Bulwark.Identity.Clients;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.Authorization;

/// <summary>Which client is asking: a confidential one by HTTP Basic, a public one by its <c>client_id</c> (RFC 6749 section 2.3).</summary>
internal sealed class ClientAuthentication(ClientTable clients)
{
    /// <summary>What goes with a 401.</summary>
    public const string Challenge = "Basic realm=\"bulwark\", charset=\"UTF-8\"";

    private const string Scheme = "Basic ";

    /// <summary>The client; null when it is unknown or did not prove itself.</summary>
    public Client? Find(HttpContext context, FormBody form)
    {
        if (context.Request.Headers.Authorization.Count == 0)
            return clients.Find(form["client_id"]) is { IsConfidential: false } client ? client : null;

        if (context.Request.Headers.Authorization is not [{ } header] || ReadBasic(header) is not var (id, secret))
            return null;

        // The same client in both places, or there would be two readings.
        if (form["client_id"] is { } named && named != id)
            return null;

        return clients.Find(id) is { } found && found.IsSecret(secret) ? found : null;
    }

    private static (string Id, string Secret)? ReadBasic(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;

        var buffer = new byte[header.Length];
        if (!Convert.TryFromBase64String(header[Scheme.Length..], buffer, out var length))
            return null;

        var credentials = Encoding.Latin1.GetString(buffer, 0, length);
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !FormText.TryDecode(credentials[..colon], out var id) || !FormText.TryDecode(credentials[(colon + 1)..], out var secret))
            return null;

        return (id, secret);
    }
}
