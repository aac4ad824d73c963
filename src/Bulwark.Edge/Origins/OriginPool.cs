using Bulwark.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Edge.Origins;

/// <summary>The load balancers that serve the same hosts. Requests are shared out by weight among those that can be reached; when none can, all are tried.</summary>
internal sealed class OriginPool
{
    private readonly OriginServer[] _servers;
    private readonly int[] _turns;
    private uint _next;

    public OriginPool(IReadOnlyList<OriginServer> servers)
    {
        _servers = [.. servers];
        _turns = [.. Enumerable.Range(0, servers.Max(server => server.Weight))
            .SelectMany(round => Enumerable.Range(0, servers.Count).Where(index => servers[index].Weight > round))];
    }

    /// <summary>Forwards a request. Only one that was not sent at all is given to another load balancer, and never one that changes something when repeated.</summary>
    public Task ForwardAsync(HttpContext context, Forwarder forwarder) =>
        _servers.Length == 1 ? ForwardAsync(context, forwarder, _servers[0]) : ForwardToOneAsync(context, forwarder);

    private static async Task ForwardAsync(HttpContext context, Forwarder forwarder, OriginServer server)
    {
        server.Use();
        var result = forwarder.ResultOf(context, server.Target, await forwarder.SendAsync(context, server.Target));
        server.Report(result);
        await Forwarder.AnswerAsync(context, result);
    }

    private async Task ForwardToOneAsync(HttpContext context, Forwarder forwarder)
    {
        var tried = new HashSet<OriginServer>();
        while (true)
        {
            var server = Choose(tried);
            tried.Add(server);
            server.Use();
            var result = forwarder.ResultOf(context, server.Target, await forwarder.SendAsync(context, server.Target));
            server.Report(result);
            if (result.Fault != ForwardFault.NotConnected)
            {
                await Forwarder.AnswerAsync(context, result);
                return;
            }

            server.Found(isReachable: false);
            if (tried.Count == _servers.Length || !MayBeRepeated(context.Request.Method) || context.Response.HasStarted)
            {
                await Forwarder.AnswerAsync(context, result);
                return;
            }

            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Features.Set<IForwarderErrorFeature>(null);
        }
    }

    private OriginServer Choose(HashSet<OriginServer> tried)
    {
        var first = (int)(Interlocked.Increment(ref _next) % (uint)_turns.Length);
        OriginServer? unreachable = null;
        for (var i = 0; i < _turns.Length; i++)
        {
            var server = _servers[_turns[(first + i) % _turns.Length]];
            if (tried.Contains(server))
                continue;

            if (server.IsReachable)
                return server;

            unreachable ??= server;
        }

        return unreachable!;
    }

    private static bool MayBeRepeated(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method);
}
