using System.Net.Security;
using Bulwark.LoadBalancer.MutualTls;
using Microsoft.AspNetCore.Connections;

namespace Bulwark.LoadBalancer.ConnectionLogs;

/// <summary>A handshake in the moment of its verdict. The stream and the connection are the server's and are looked at only now.</summary>
internal readonly record struct HandshakeRecord(string Listener, BaseConnectionContext Connection, SslStream Tls, TimeSpan Latency, Admission Admission);
