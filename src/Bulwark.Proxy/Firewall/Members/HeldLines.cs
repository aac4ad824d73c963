using Bulwark.Proxy.Firewall.Journal;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Firewall.Members;

/// <summary>
/// Lines about one request that wait until the head of its answer is about to go out: by then the service behind has said whose request it is, if it knows. When no answer comes they are
/// written at the end of the request.
/// </summary>
internal sealed class HeldLines
{
    private readonly FirewallLog _log;
    private readonly Lock _lock = new();
    private List<FirewallLine>? _waiting = [];
    private string? _member;

    private HeldLines(FirewallLog log) => _log = log;

    /// <summary>Holds a line until more is known.</summary>
    public static void Add(HttpContext context, FirewallLine line, FirewallLog log)
    {
        if (context.Features.Get<HeldLines>() is not { } held)
        {
            held = new HeldLines(log);
            context.Features.Set(held);
            context.Response.OnStarting(WriteAsync, held);
            context.Response.OnCompleted(WriteAsync, held);
        }

        held.Add(line);
    }

    /// <summary>It is known whose request this is.</summary>
    public static void Tell(HttpContext context, string member)
    {
        if (context.Features.Get<HeldLines>() is { } held)
            held._member = member;
    }

    private static Task WriteAsync(object held)
    {
        ((HeldLines)held).Write();
        return Task.CompletedTask;
    }

    private void Add(FirewallLine line)
    {
        lock (_lock)
        {
            if (_waiting is not null)
            {
                _waiting.Add(line);
                return;
            }
        }

        _log.Add(line with { Member = _member });
    }

    private void Write()
    {
        List<FirewallLine>? lines;
        lock (_lock)
            (lines, _waiting) = (_waiting, null);

        foreach (var line in lines ?? [])
            _log.Add(line with { Member = _member });
    }
}
