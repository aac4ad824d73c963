using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.DataApi.Execution;
using Bulwark.DataApi.Http;
using Bulwark.DataApi.Metadata;
using Bulwark.DataApi.Permissions;
using Bulwark.DataApi.Planning;
using Bulwark.Jwt;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.DataApi;

/// <summary>The data API tier: GraphQL on the instance's own tables, each statement compiled with the caller's permissions in it.</summary>
public static class DataApiTier
{
    /// <summary>The tier's name in commands, sockets and logs.</summary>
    public const string Name = "data-api";

    /// <summary>A host that serves the tier once it is started.</summary>
    public static WebApplication Build(DataApiOptions options, TierEnvironment environment)
    {
        var builder = TierHost.CreateBuilder(Name, environment);
        builder.ListenOnTierSocket(Name, environment);
        AddServices(builder.Services, options, environment);

        var app = builder.Build();
        app.UseOuterEdge(InternalError);
        app.UseControlRoutes(new RouteTable());
        app.UseCors(options.CorsOrigins);
        app.UseRouteTable(PublicRoutes(app.Services), RouteError.NotFound, RouteError.MethodNotAllowed);
        return app;
    }

    private static void AddServices(IServiceCollection services, DataApiOptions options, TierEnvironment environment)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Limits);

        // The two kinds of tokens name their client in different claims, so TokenUse checks the audience.
        services.AddSingleton(_ => new JwtVerifier(options.Jwt with { Audiences = null }, environment, []));
        services.AddSingleton(_ => new DataStore(environment.Data.Database("data"), options.Limits, environment.Time));
        services.AddHostedService<DatabaseStart>();
        services.AddSingleton(new Planner(StarterSchema.Roles, StarterSchema.Tables, options.Limits));
        services.AddSingleton<SessionReader>();
        services.AddSingleton<RequestReader>();
        services.AddSingleton<Executor>();
        services.AddSingleton<GraphQLEndpoint>();
    }

    private static RouteTable PublicRoutes(IServiceProvider services)
    {
        var routes = new RouteTable();
        services.GetRequiredService<GraphQLEndpoint>().Map(routes);
        VersionEndpoint.Map(routes);
        HealthzEndpoint.Map(routes);
        return routes;
    }

    private static IResult InternalError(HttpContext context) => ControlSocket.Peer(context) is null
        ? GraphQLResult.Of(GraphQLError.Whole(ErrorCode.Unexpected, "internal error"), StatusCodes.Status500InternalServerError)
        : ControlError.Internal();
}
