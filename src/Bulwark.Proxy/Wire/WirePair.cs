using System.IO.Pipelines;

namespace Bulwark.Proxy.Wire;

/// <summary>Both directions of a connection.</summary>
internal sealed class WirePair(PipeReader input, PipeWriter output) : IDuplexPipe
{
    public PipeReader Input => input;

    public PipeWriter Output => output;
}
