using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding;

/// <summary>What went wrong with a request, for those who look at its answer afterwards.</summary>
internal sealed record ForwardFailure(ForwarderError Error, Exception? Exception) : IForwarderErrorFeature;
