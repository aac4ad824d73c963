using Bulwark.Core.Hosting;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Posture.Tests;

/// <summary>An edge that answers at its control socket.</summary>
internal static class ControlledEdge
{
    public const string Strict = """{ "origins": [{ "name": "origin", "sslMode": "strict", "isWeak": false }] }""";

    /// <summary>Starts one in a data directory.</summary>
    public static Task<StandInTier> StartAsync(TemporaryDirectory directory, string origins)
    {
        var data = new DataDirectory(directory.Path);
        data.Create();
        return StandInTier.StartAsync(data.ControlSocket("edge"), context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(origins);
        });
    }
}
