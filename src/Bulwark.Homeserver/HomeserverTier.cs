using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.Homeserver.AccountData;
using Bulwark.Homeserver.Control;
using Bulwark.Homeserver.Devices;
using Bulwark.Homeserver.Directory;
using Bulwark.Homeserver.Discovery;
using Bulwark.Homeserver.Filters;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Profile;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Provisioning;
using Bulwark.Homeserver.Receipts;
using Bulwark.Homeserver.Rooms;
using Bulwark.Homeserver.Rooms.Endpoints;
using Bulwark.Homeserver.Streams;
using Bulwark.Homeserver.Sync;
using Bulwark.Homeserver.Typing;
using Bulwark.Jwt;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Homeserver;

/// <summary>The homeserver tier: a closed Matrix homeserver on <c>run/homeserver.sock</c>.</summary>
public static class HomeserverTier
{
    public const string Name = "homeserver";

    /// <summary>The tier, ready to be started.</summary>
    public static WebApplication Build(HomeserverOptions options, TierEnvironment environment)
    {
        var builder = TierHost.CreateBuilder(Name, environment);
        builder.ListenOnTierSocket(Name, environment);
        builder.Services.AddSingleton(options);
        AddCore(builder.Services);
        AddEndpoints(builder.Services);
        builder.Services.AddHostedService<HomeserverStart>();

        var app = builder.Build();
        app.UseOuterEdge(MatrixError.Internal);
        app.UseControlRoutes(ControlRoutes(app.Services));
        app.UseMatrixCors();
        app.UseStorageGuard();
        app.UseRouteTable(EndpointTable.Create(app.Services), MatrixError.UnknownPath, MatrixError.WrongMethod);
        return app;
    }

    private static void AddCore(IServiceCollection services)
    {
        services.AddSingleton<HomeserverDatabase>();
        services.AddSingleton<ServerIdentity>();
        services.AddSingleton<Waiters>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<EventLog>();
        services.AddSingleton<RoomsOfUsers>();
        services.AddSingleton<RoomPorts>();
        services.AddSingleton<RoomLoader>();
        services.AddSingleton<RoomTable>();
        services.AddSingleton<RoomHistory>();
        services.AddSingleton<Aliases>();
        services.AddSingleton<Users>();
        services.AddSingleton<GroupRooms>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<DeviceSessions>();
        services.AddSingleton<LoginTokens>();
        services.AddSingleton(CreateVerifier);
        services.AddSingleton<AccountDataStore>();
        services.AddSingleton<ReceiptStore>();
        services.AddSingleton<FilterStore>();
        services.AddSingleton<TypingUsers>();
        services.AddSingleton<SyncChangesReader>();
        services.AddSingleton<RoomSyncReader>();
        services.AddSingleton<SyncReader>();
    }

    private static void AddEndpoints(IServiceCollection services)
    {
        services.AddSingleton<AccountDataEndpoints>();
        services.AddSingleton<AliasEndpoint>();
        services.AddSingleton<DeviceEndpoints>();
        services.AddSingleton<DiscoveryEndpoints>();
        services.AddSingleton<EventEndpoint>();
        services.AddSingleton<FilterEndpoints>();
        services.AddSingleton<LoginEndpoint>();
        services.AddSingleton<LogoutEndpoint>();
        services.AddSingleton<MembersEndpoints>();
        services.AddSingleton<MembershipEndpoints>();
        services.AddSingleton<MessagesEndpoint>();
        services.AddSingleton<ProfileEndpoints>();
        services.AddSingleton<ReceiptEndpoints>();
        services.AddSingleton<RedactEndpoint>();
        services.AddSingleton<RefreshEndpoint>();
        services.AddSingleton<RoomControl>();
        services.AddSingleton<SendEndpoint>();
        services.AddSingleton<StateEndpoints>();
        services.AddSingleton<SyncEndpoint>();
        services.AddSingleton<TypingEndpoint>();
    }

    private static JwtVerifier CreateVerifier(IServiceProvider services)
    {
        var jwt = services.GetRequiredService<HomeserverOptions>().Jwt;
        return new JwtVerifier(jwt.ToJwtOptions(), services.GetRequiredService<TierEnvironment>(), jwt.Audiences);
    }

    private static RouteTable ControlRoutes(IServiceProvider services)
    {
        var routes = new RouteTable();
        services.GetRequiredService<RoomControl>().Map(routes);
        return routes;
    }
}
