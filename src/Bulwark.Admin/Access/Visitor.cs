using Bulwark.Admin.Listener;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Admin.Access;

/// <summary>Somebody who may see the admin plane.</summary>
/// <param name="Name">What logs call them.</param>
/// <param name="Session">Their session, when they came by a link.</param>
internal sealed record Visitor(string Name, AdminSession? Session)
{
    /// <summary>Who asks; null for a stranger.</summary>
    public static Visitor? Of(HttpContext context) => context.Features.Get<Visitor>();

    /// <summary>Finds out who asks: by the certificate of the connection, or by the session cookie.</summary>
    public static Visitor? Recognise(HttpContext context, AdminSessions sessions)
    {
        if (context.Features.Get<AdminCertificate>() is { } certificate)
            return new Visitor($"certificate of {certificate.CommonName}", null);

        return SessionCookie.Read(context.Request) is { } secret && sessions.Use(secret) is { } session
            ? new Visitor($"session {session.Id}", session)
            : null;
    }
}
