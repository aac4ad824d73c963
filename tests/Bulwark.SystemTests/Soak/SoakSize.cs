using System.Globalization;

namespace Bulwark.SystemTests.Soak;

/// <summary>How much load runs while everything behind it is changed. <c>BULWARK_SOAK=200000</c> asks for that many requests; unset, it is what a build can afford.</summary>
internal sealed record SoakSize(int Requests, int LongPolls, int WebSockets)
{
    public static SoakSize Current { get; } = Environment.GetEnvironmentVariable("BULWARK_SOAK") is { } requests
        ? new(int.Parse(requests, CultureInfo.InvariantCulture), LongPolls: 500, WebSockets: 100)
        : new(Requests: 15_000, LongPolls: 100, WebSockets: 20);
}
