using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.Homeserver.AccountData;
using Bulwark.Homeserver.Devices;
using Bulwark.Homeserver.Directory;
using Bulwark.Homeserver.Discovery;
using Bulwark.Homeserver.Filters;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Profile;
using Bulwark.Homeserver.PushRules;
using Bulwark.Homeserver.Receipts;
using Bulwark.Homeserver.Rooms.Endpoints;
using Bulwark.Homeserver.Sync;
using Bulwark.Homeserver.Typing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Homeserver;

/// <summary>Every public route of the homeserver. What is not in here does not exist.</summary>
internal sealed class EndpointTable
{
    private const string V3 = "/_matrix/client/v3";
    private const string Room = V3 + "/rooms/{roomId}";
    private const string User = V3 + "/user/{userId}";

    private readonly RouteTable _routes = new();
    private readonly Sessions _sessions;

    private EndpointTable(Sessions sessions) => _sessions = sessions;

    /// <summary>Makes the table.</summary>
    public static RouteTable Create(IServiceProvider services)
    {
        var table = new EndpointTable(services.GetRequiredService<Sessions>());
        table.MapDiscovery(services);
        table.MapLogin(services);
        table.MapRooms(services);
        table.MapMembers(services);
        table.MapSync(services);
        table.MapUser(services);
        return table._routes;
    }

    private void MapDiscovery(IServiceProvider services)
    {
        var discovery = services.GetRequiredService<DiscoveryEndpoints>();
        _routes.Map("GET", "/_matrix/client/versions", DiscoveryEndpoints.GetVersionsAsync);
        _routes.Map("GET", "/.well-known/matrix/client", discovery.GetWellKnownAsync);
        Map("GET", V3 + "/capabilities", DiscoveryEndpoints.GetCapabilitiesAsync);
        Map("GET", V3 + "/voip/turnServer", DiscoveryEndpoints.GetTurnServerAsync);
        _routes.Map("POST", V3 + "/register", ClosedEndpoints.RegisterAsync);
        _routes.Map("GET", V3 + "/register/available", ClosedEndpoints.RegisterAsync);
        Map("POST", V3 + "/createRoom", ClosedEndpoints.CreateRoomAsync);
    }

    private void MapLogin(IServiceProvider services)
    {
        _routes.Map("GET", V3 + "/login", LoginFlowsEndpoint.HandleAsync);
        _routes.Map("POST", V3 + "/login", services.GetRequiredService<LoginEndpoint>().HandleAsync);
        _routes.Map("POST", V3 + "/refresh", services.GetRequiredService<RefreshEndpoint>().HandleAsync);
        Map("POST", V3 + "/logout", services.GetRequiredService<LogoutEndpoint>().HandleAsync);
        Map("POST", V3 + "/logout/all", services.GetRequiredService<LogoutEndpoint>().HandleAllAsync);
        Map("GET", V3 + "/account/whoami", WhoAmIEndpoint.HandleAsync);
        var devices = services.GetRequiredService<DeviceEndpoints>();
        Map("GET", V3 + "/devices", devices.GetAllAsync);
        Map("GET", V3 + "/devices/{deviceId}", devices.GetAsync);
        Map("PUT", V3 + "/devices/{deviceId}", devices.PutAsync);
    }

    private void MapRooms(IServiceProvider services)
    {
        Map("PUT", Room + "/send/{eventType}/{txnId}", services.GetRequiredService<SendEndpoint>().PutAsync);
        Map("PUT", Room + "/redact/{eventId}/{txnId}", services.GetRequiredService<RedactEndpoint>().PutAsync);
        Map("GET", Room + "/event/{eventId}", services.GetRequiredService<EventEndpoint>().GetAsync);
        Map("GET", Room + "/messages", services.GetRequiredService<MessagesEndpoint>().GetAsync);
        var state = services.GetRequiredService<StateEndpoints>();
        Map("GET", Room + "/state", state.GetAllAsync);
        Map("GET", Room + "/state/{eventType}", state.GetEmptyKeyAsync);
        Map("GET", Room + "/state/{eventType}/{stateKey}", state.GetAsync);
        Map("PUT", Room + "/state/{eventType}", state.PutEmptyKeyAsync);
        Map("PUT", Room + "/state/{eventType}/{stateKey}", state.PutAsync);
    }

    private void MapMembers(IServiceProvider services)
    {
        var members = services.GetRequiredService<MembersEndpoints>();
        Map("GET", Room + "/members", members.GetAsync);
        Map("GET", Room + "/joined_members", members.GetJoinedAsync);
        Map("GET", V3 + "/joined_rooms", members.GetJoinedRoomsAsync);
        var membership = services.GetRequiredService<MembershipEndpoints>();
        Map("POST", V3 + "/join/{roomIdOrAlias}", membership.JoinAsync);
        Map("POST", Room + "/join", membership.JoinByIdAsync);
        Map("POST", Room + "/leave", membership.LeaveAsync);
        Map("GET", V3 + "/directory/room/{roomAlias}", services.GetRequiredService<AliasEndpoint>().GetAsync);
    }

    private void MapSync(IServiceProvider services)
    {
        Map("GET", V3 + "/sync", services.GetRequiredService<SyncEndpoint>().GetAsync);
        Map("PUT", Room + "/typing/{userId}", services.GetRequiredService<TypingEndpoint>().PutAsync);
        var receipts = services.GetRequiredService<ReceiptEndpoints>();
        Map("POST", Room + "/receipt/{receiptType}/{eventId}", receipts.PostAsync);
        Map("POST", Room + "/read_markers", receipts.PostMarkersAsync);
        var filters = services.GetRequiredService<FilterEndpoints>();
        Map("POST", User + "/filter", filters.PostAsync);
        Map("GET", User + "/filter/{filterId}", filters.GetAsync);
    }

    private void MapUser(IServiceProvider services)
    {
        var profile = services.GetRequiredService<ProfileEndpoints>();
        Map("GET", V3 + "/profile/{userId}", profile.GetAsync);
        Map("GET", V3 + "/profile/{userId}/{keyName}", profile.GetKeyAsync);
        Map("PUT", V3 + "/profile/{userId}/{keyName}", profile.PutKeyAsync);
        var accountData = services.GetRequiredService<AccountDataEndpoints>();
        Map("GET", User + "/account_data/{type}", accountData.GetAsync);
        Map("PUT", User + "/account_data/{type}", accountData.PutAsync);
        Map("GET", User + "/rooms/{roomId}/account_data/{type}", accountData.GetInRoomAsync);
        Map("PUT", User + "/rooms/{roomId}/account_data/{type}", accountData.PutInRoomAsync);
        Map("GET", V3 + "/pushrules/", PushRulesEndpoints.GetAsync);
        Map("GET", V3 + "/pushrules/global/", PushRulesEndpoints.GetGlobalAsync);
    }

    private void Map(string method, string template, AuthenticatedEndpoint endpoint) => _routes.Map(method, template, async (context, values) =>
    {
        if (!(await _sessions.AuthenticateAsync(context)).TryGet(out var session, out var refusal))
            return refusal;

        MemberHeader.Set(context.Response, session.Localpart);
        return await endpoint(context, values, session);
    });
}
