using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Bulwark.Core;
using StackExchange.Redis;

namespace Bulwark.Proxy.RateLimiting.Sharing;

/// <summary>
/// Looks whether a Redis server lets us in, before the library is asked to connect: of a connection that does not come about the library often says no more than that there
/// is none. The sentence stays the same as long as the reason does.
/// </summary>
internal static class RedisPreflight
{
    private const int LongestReply = 512;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>What is wrong; null when nothing is.</summary>
    public static async Task<string?> FindProblemAsync(ConfigurationOptions settings, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var socket = await ConnectAsync(settings.EndPoints[0], either.Token);
            await using var plain = new NetworkStream(socket, ownsSocket: false);
            if (!settings.Ssl)
                return await FindRefusalAsync(plain, settings, either.Token);

            await using var tls = new SslStream(plain);
            await tls.AuthenticateAsClientAsync(settings.SslClientAuthenticationOptions!(HostOf(settings.EndPoints[0])), either.Token);
            return await FindRefusalAsync(tls, settings, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return settings.Ssl ? "it does not answer in time; does it speak TLS?" : "it does not answer in time";
        }
        catch (AuthenticationException e)
        {
            return $"TLS failed: {e.Message}";
        }
        catch (IOException)
        {
            return Closed(settings);
        }
        catch (Exception e) when (e is SocketException or OperatorException)
        {
            return e.Message;
        }
    }

    private static async Task<Socket> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = endpoint is UnixDomainSocketEndPoint ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Redis serialization protocol specification: a command is an array of strings, and a reply that begins with <c>-</c> is an error.</summary>
    private static async Task<string?> FindRefusalAsync(Stream stream, ConfigurationOptions settings, CancellationToken cancellationToken)
    {
        string[] command = settings.User is { } user ? ["AUTH", user, settings.Password!] : ["AUTH", settings.Password!];
        var text = $"*{command.Length}\r\n" + string.Concat(command.Select(word => $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n"));
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

        return await ReadLineAsync(stream, cancellationToken) switch
        {
            "" => Closed(settings),
            ['-', .. var error] when error.StartsWith("WRONGPASS", StringComparison.Ordinal) => "it does not accept the user or the password",
            ['-', .. var error] => $"it refuses: {error}",
            _ => null,
        };
    }

    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new byte[LongestReply];
        var length = 0;
        while (length < line.Length && await stream.ReadAsync(line.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (line.AsSpan(0, length).IndexOf("\r\n"u8) is >= 0 and var end)
                return Encoding.UTF8.GetString(line, 0, end);
        }

        return "";
    }

    private static string Closed(ConfigurationOptions settings) => settings.Ssl ? "it closes the connection" : "it closes the connection; does it want TLS?";

    private static string HostOf(EndPoint endpoint) => endpoint switch
    {
        DnsEndPoint dns => dns.Host,
        IPEndPoint ip => ip.Address.ToString(),
        _ => "localhost",
    };
}
