using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Testing;

/// <summary>Finds out what a started tier listens on.</summary>
public static class EndpointOf
{
    /// <summary>The TCP port that the system chose for the listener on 127.0.0.1.</summary>
    public static int Port(WebApplication app, string scheme = "https") =>
        app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses
            .Select(address => new Uri(address.Replace("unix:/", "unix/", StringComparison.Ordinal)))
            .First(uri => uri.Host == "127.0.0.1" && uri.Scheme == scheme).Port;
}
