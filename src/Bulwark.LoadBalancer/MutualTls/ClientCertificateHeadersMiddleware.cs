using Microsoft.AspNetCore.Builder;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>Tells the tiers behind who is at the other end of the connection.</summary>
internal static class ClientCertificateHeadersMiddleware
{
    /// <summary>Sets the <see cref="ClientCertificateHeaders"/> of the connection. Whoever removes what the peer wrote under these names comes before.</summary>
    public static void UseClientCertificateHeaders(this IApplicationBuilder app) =>
        app.Use(next => context =>
        {
            context.Features.Get<ClientCertificateHeaders>()?.WriteTo(context.Request.Headers);
            return next(context);
        });
}
