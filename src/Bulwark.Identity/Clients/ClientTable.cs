using System.Text;
using Bulwark.Core.Hosting;

namespace Bulwark.Identity.Clients;

/// <summary>The clients of the issuer. There are no others: nobody registers one from outside.</summary>
internal sealed class ClientTable
{
    private readonly Dictionary<string, Client> _clients;

    private ClientTable(Dictionary<string, Client> clients, Client @default)
    {
        _clients = clients;
        Default = @default;
    }

    /// <summary>The client that the operator's tokens are for when none is named.</summary>
    public Client Default { get; }

    /// <summary>Reads the clients' secrets.</summary>
    /// <exception cref="Core.OperatorException">A secret file cannot be read.</exception>
    public static ClientTable Load(IdentityOptions options, DataDirectory data)
    {
        var clients = options.Clients.ToDictionary(
            entry => entry.Key, entry => new Client(entry.Key, entry.Value, ReadSecret(entry.Key, entry.Value, data)), StringComparer.Ordinal);
        return new ClientTable(clients, clients[options.DefaultClient]);
    }

    /// <summary>The client with this ID, compared with case; null when there is none.</summary>
    public Client? Find(string? id) => id is not null && _clients.TryGetValue(id, out var client) ? client : null;

    private static byte[]? ReadSecret(string id, ClientOptions client, DataDirectory data)
    {
        if (client.Secret is not null)
            return client.Secret.Read(data.Root);

        return client.TokenExchange is not null ? Encoding.ASCII.GetBytes(SharedSecret.ReadOrCreate(data, id)) : null;
    }
}
