using Bulwark.Core.Configuration;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Provisioning;

namespace Bulwark.Homeserver;

/// <summary>The closed Matrix homeserver: section <c>homeserver</c>.</summary>
public sealed record HomeserverOptions : IConfigSection
{
    /// <summary>The part of user IDs, room IDs and aliases behind the colon. It can never change once there are users.</summary>
    public string ServerName { get; set; } = "localhost";

    /// <summary>The localpart of the user who owns the provisioned rooms. Nobody can log in as it.</summary>
    public string ServerUser { get; set; } = "bulwark";

    /// <summary>Whose tokens log in.</summary>
    public HomeserverJwtOptions Jwt { get; set; } = new();

    /// <summary>The rooms that are always there, and whose members follow the groups of the identity provider.</summary>
    public IReadOnlyList<ProvisionedRoomOptions> Rooms { get; set; } =
    [
        new() { Alias = "red-room", Name = "The Red Room" },
        new() { Alias = "staff", Name = "Staff", Groups = ["staff"] },
        new() { Alias = "analysts", Name = "Analysts", Groups = ["analysts"] },
        new() { Alias = "experiencers", Name = "Experiencers", Groups = ["experiencers"] },
    ];

    /// <summary>How long an access token lasts that came with a refresh token, in seconds.</summary>
    public int RefreshableAccessTokenSeconds { get; set; } = 300;

    /// <summary>How many devices one user may have; a login beyond it logs the oldest device out.</summary>
    public int MaxDevicesPerUser { get; set; } = 100;

    internal string ServerUserId => $"@{ServerUser}:{ServerName}";

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (!Protocol.ServerName.IsValid(ServerName))
            yield return at["serverName"].Error($"'{ServerName}' is not a host name, with or without a port");

        if (!UserId.TryCreate(ServerUser, ServerName, out var userId) || !string.Equals(userId, ServerUserId, StringComparison.Ordinal))
            yield return at["serverUser"].Error($"'{ServerUser}' is not a localpart: lower-case letters, digits and ._=-/+ only");

        foreach (var alias in Rooms.GroupBy(room => room.Alias, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
            yield return at["rooms"].Error($"has the alias '{alias.Key}' twice");

        if (RefreshableAccessTokenSeconds is < 30 or > 86_400)
            yield return at["refreshableAccessTokenSeconds"].Error($"{RefreshableAccessTokenSeconds} is out of range: 30 to 86400 seconds");

        if (MaxDevicesPerUser is < 1 or > 10_000)
            yield return at["maxDevicesPerUser"].Error($"{MaxDevicesPerUser} is out of range: 1 to 10000");
    }
}
