using System.Threading.Channels;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>Samples on their way to the file. There are few places: requests never wait for the disk, and a flood of attacks is no reason to hold much in memory.</summary>
internal sealed class SampleQueue
{
    private const int MostWaiting = 256;

    private readonly Channel<SampledRequest> _waiting = Channel.CreateBounded<SampledRequest>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    public ChannelReader<SampledRequest> Requests => _waiting.Reader;

    /// <summary>Adds what was sampled, if there is room.</summary>
    public void Add(SampledRequest request)
    {
        if (!_waiting.Writer.TryWrite(request))
            FirewallMetrics.SamplesLost(1);
    }
}
