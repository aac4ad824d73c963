using Microsoft.Data.Sqlite;

namespace Bulwark.Homeserver.Devices;

/// <summary>A device of a user.</summary>
/// <param name="DeviceId">Its ID.</param>
/// <param name="DisplayName">What the user calls it.</param>
/// <param name="LoggedInAt">When it last logged in, in Unix milliseconds.</param>
internal sealed record Device(string DeviceId, string? DisplayName, long LoggedInAt)
{
    public static Device Read(SqliteDataReader row) => new(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetInt64(2));
}
