using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Core.Tests;

/// <summary>A tier that has what every tier has and nothing else.</summary>
internal static class SampleTier
{
    public const string Name = "sample";

    public static WebApplication Build(TierEnvironment environment, RouteTable? control = null, RequestDelegate? publicPipeline = null, Func<HttpContext, int, IResult>? refused = null)
    {
        var builder = TierHost.CreateBuilder(Name, environment);
        builder.ListenOnTierSocket(Name, environment);
        var app = builder.Build();
        app.UseOuterEdge(new OuterEdge(app.Services, _ => TypedResults.Text("the protocol's internal error", statusCode: 500), refused));
        app.UseControlRoutes(control ?? new RouteTable());
        app.Run(publicPipeline ?? (context => context.Response.WriteAsync("public")));
        return app;
    }
}
