using Bulwark.Core;
using Bulwark.Homeserver.Streams;

namespace Bulwark.Homeserver;

/// <summary>A database belongs to one server name for ever: user IDs, room IDs and aliases carry it, and tokens and memberships hang on those.</summary>
internal sealed class ServerIdentity(HomeserverDatabase database, EventLog eventLog, HomeserverOptions options)
{
    /// <summary>Writes the name down at the first start, and compares it at every later one.</summary>
    /// <exception cref="OperatorException">The database is another server's.</exception>
    public async Task CheckAsync()
    {
        var owner = await eventLog.WriteAsync(transaction =>
        {
            transaction.Execute("UPDATE log SET server_name = $1 WHERE server_name IS NULL", options.ServerName);
            return (string)transaction.Scalar("SELECT server_name FROM log")!;
        });
        if (!string.Equals(owner, options.ServerName, StringComparison.Ordinal))
        {
            throw new OperatorException(
                $"The database {database.Path} belongs to the homeserver '{owner}', and homeserver.serverName is '{options.ServerName}': a server cannot be renamed. Set it back, or start with a new --data.");
        }
    }
}
