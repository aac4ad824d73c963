using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.Identity.Authorization;
using Bulwark.Identity.Clients;
using Bulwark.Identity.Control;
using Bulwark.Identity.Jwks;
using Bulwark.Identity.Storage;
using Bulwark.Identity.Tokens;
using Bulwark.Identity.UserPool;
using Bulwark.Identity.Users;
using Bulwark.Jwt;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Identity;

/// <summary>The issuer of the instance; stands in for an Amazon Cognito user pool.</summary>
public static class IdentityTier
{
    /// <summary>The tier's name on the command line and in its sockets' names.</summary>
    public const string Name = "identity";

    /// <summary>The tier as a host that has not been started. Reads or makes its keys; the database is opened at start, under the tier's lock.</summary>
    /// <exception cref="Core.OperatorException">A key or secret file cannot be used.</exception>
    public static WebApplication Build(IdentityOptions options, TierEnvironment environment)
    {
        var builder = TierHost.CreateBuilder(Name, environment);
        builder.ListenOnTierSocket(Name, environment);
        AddServices(builder.Services, options, environment);

        var app = builder.Build();
        app.UseOuterEdge(InternalError);
        app.UseControlRoutes(ControlRoutes(app.Services));
        app.UseCrossOrigin();
        app.UseRouteTable(PublicRoutes(app.Services, options), _ => TypedResults.NotFound(), _ => TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed));
        return app;
    }

    private static void AddServices(IServiceCollection services, IdentityOptions options, TierEnvironment environment)
    {
        // Made by factories, so that the container disposes what it has handed out.
        services.AddSingleton(_ => SigningKeys.ReadOrCreate(environment.Data));
        services.AddSingleton(_ => ClientTable.Load(options, environment.Data));
        services.AddSingleton(_ => new IdentityDatabase(environment.Data.Database(Name)));
        services.AddHostedService<DatabaseStart>();
        services.AddSingleton(options.Passwords);
        services.AddSingleton<PasswordHasher>();
        services.AddSingleton<PasswordCheck>();
        services.AddSingleton<UserStore>();
        services.AddSingleton(provider => new TokenIssuer(provider.GetRequiredService<SigningKeys>(), environment.Issuer, environment.Time));
        services.AddSingleton(provider => new JwtVerifier(
            new TokenRules { Issuer = environment.Issuer }, provider.GetRequiredService<SigningKeys>(), environment.Time));
        services.AddSingleton<AccessTokenReader>();
        services.AddSingleton<RefreshTokenStore>();
        services.AddSingleton<RefreshTokenReader>();
        services.AddSingleton<LoginTokens>();
        AddEndpoints(services);
    }

    private static void AddEndpoints(IServiceCollection services)
    {
        services.AddSingleton<JwksEndpoint>();
        services.AddSingleton<DiscoveryEndpoint>();
        services.AddSingleton<UserPoolEndpoint>();
        services.AddSingleton<InitiateAuth>();
        services.AddSingleton<PasswordAuth>();
        services.AddSingleton<RefreshTokenAuth>();
        services.AddSingleton<UserAccess>();
        services.AddSingleton<GetUser>();
        services.AddSingleton<RevokeToken>();
        services.AddSingleton<GlobalSignOut>();
        services.AddSingleton<ClientAuthentication>();
        services.AddSingleton<TokenEndpoint>();
        services.AddSingleton<RefreshTokenGrant>();
        services.AddSingleton<TokenExchangeGrant>();
        services.AddSingleton<RevokeEndpoint>();
        services.AddSingleton<NewPassword>();
        services.AddSingleton<OperatorTokens>();
        services.AddSingleton<UserRoutes>();
        services.AddSingleton<TokenRoutes>();
    }

    private static RouteTable PublicRoutes(IServiceProvider services, IdentityOptions options)
    {
        var jwks = services.GetRequiredService<JwksEndpoint>();
        var discovery = services.GetRequiredService<DiscoveryEndpoint>();
        var pool = "/" + options.PoolId;
        return new RouteTable()
            .MapForBrowsers("GET", "/.well-known/jwks.json", jwks.AnswerAsync)
            .MapForBrowsers("GET", pool + "/.well-known/jwks.json", jwks.AnswerAsync)
            .MapForBrowsers("GET", "/.well-known/openid-configuration", discovery.AnswerAsync)
            .MapForBrowsers("GET", pool + "/.well-known/openid-configuration", discovery.AnswerAsync)
            .MapForBrowsers("GET", "/.well-known/oauth-authorization-server", discovery.AnswerAsync)

            // RFC 8414 section 3.1 puts the issuer's path behind the well-known part.
            .MapForBrowsers("GET", "/.well-known/oauth-authorization-server" + pool, discovery.AnswerAsync)
            .MapForBrowsers("GET", "/.well-known/openid-configuration" + pool, discovery.AnswerAsync)
            .MapForBrowsers("POST", "/oauth2/token", services.GetRequiredService<TokenEndpoint>().AnswerAsync)
            .MapForBrowsers("POST", "/oauth2/revoke", services.GetRequiredService<RevokeEndpoint>().AnswerAsync)
            .MapForBrowsers("POST", "/", services.GetRequiredService<UserPoolEndpoint>().AnswerAsync);
    }

    private static RouteTable ControlRoutes(IServiceProvider services)
    {
        var routes = new RouteTable();
        services.GetRequiredService<UserRoutes>().Map(routes);
        services.GetRequiredService<TokenRoutes>().Map(routes);
        return routes;
    }

    private static IResult InternalError(HttpContext context)
    {
        if (ControlSocket.Peer(context) is not null)
            return ControlError.Internal();

        return context.Request.Path.StartsWithSegments("/oauth2", StringComparison.Ordinal) ? OAuthError.Internal() : UserPoolError.Internal();
    }
}
