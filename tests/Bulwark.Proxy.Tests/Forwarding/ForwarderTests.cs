using Bulwark.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Tests.Forwarding;

public sealed class ForwarderTests
{
    [Theory]
    [InlineData(ForwarderError.None, true, ForwardFault.None)]
    [InlineData(ForwarderError.Request, false, ForwardFault.Target)]
    [InlineData(ForwarderError.Request, true, ForwardFault.Client)]
    [InlineData(ForwarderError.RequestBodyDestination, true, ForwardFault.Client)]
    [InlineData(ForwarderError.RequestTimedOut, true, ForwardFault.Target)]
    [InlineData(ForwarderError.ResponseHeaders, true, ForwardFault.Target)]
    [InlineData(ForwarderError.ResponseBodyDestination, false, ForwardFault.Target)]
    [InlineData(ForwarderError.ResponseBodyDestination, true, ForwardFault.Target)]
    [InlineData(ForwarderError.ResponseBodyClient, false, ForwardFault.Client)]
    [InlineData(ForwarderError.ResponseBodyCanceled, true, ForwardFault.Client)]
    [InlineData(ForwarderError.UpgradeResponseDestination, true, ForwardFault.Target)]
    public void Knows_whose_fault_it_is_although_a_client_that_was_cut_off_looks_like_one_that_left(ForwarderError error, bool isAborted, ForwardFault fault)
    {
        using var target = new ForwardTarget("target", new SocketsHttpHandler(), new ForwarderRequestConfig());
        var context = new DefaultHttpContext { RequestAborted = new CancellationToken(isAborted) };

        Assert.Equal(fault, new Forwarder(forwarder: null!, NullLogger<Forwarder>.Instance).ResultOf(context, target, error).Fault);
    }
}
