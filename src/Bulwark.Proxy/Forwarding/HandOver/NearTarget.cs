using System.Security.Cryptography.X509Certificates;
using Bulwark.Core.Link;

namespace Bulwark.Proxy.Forwarding.HandOver;

/// <summary>A target in the same process: one session for all requests, opened again when it has ended.</summary>
/// <param name="link">The way there.</param>
/// <param name="leaf">Who we are.</param>
/// <param name="intermediates">Certificates between the leaf and its CA.</param>
public sealed class NearTarget(InMemoryLink link, X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates) : IDisposable
{
    private readonly Lock _opening = new();
    private readonly List<LinkSession> _open = [];
    private LinkSession? _session;
    private bool _isOver;

    /// <summary>A session that the request has entered; null when there is none to be had: nobody listens, or we are refused.</summary>
    /// <param name="place">What the request gives back when it leaves.</param>
    internal LinkSession? Enter(out int place)
    {
        if (Volatile.Read(ref _session) is { } session && session.TryEnter(out place))
            return session;

        lock (_opening)
        {
            if (_session is { } current && current.TryEnter(out place))
                return current;

            place = 0;
            if (_isOver)
                return null;

            var opened = link.Open(leaf, intermediates);
            if (opened is not null)
            {
                _open.RemoveAll(session => session.ConnectionClosed.IsCancellationRequested);
                _open.Add(opened);
            }

            Volatile.Write(ref _session, opened);
            return opened?.TryEnter(out place) == true ? opened : null;
        }
    }

    /// <summary>No new requests, and those that are under way end now, those of sessions that were asked to go before too.</summary>
    public void Cut()
    {
        LinkSession[] open;
        lock (_opening)
        {
            _isOver = true;
            open = [.. _open];
        }

        foreach (var session in open)
            session.Abort();
    }

    /// <summary>No new requests; the session ends with the last one.</summary>
    public void Dispose()
    {
        lock (_opening)
        {
            _isOver = true;
            _session?.RequestClose();
        }
    }
}
