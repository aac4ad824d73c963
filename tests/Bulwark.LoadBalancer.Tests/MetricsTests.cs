using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Testing;

namespace Bulwark.LoadBalancer.Tests;

public sealed class MetricsTests
{
    [Fact]
    public async Task Count_refusals_by_reason_and_tell_the_mode_of_each_listener()
    {
        var seen = new ConcurrentBag<string>();
        using var meters = new MeterListener { InstrumentPublished = (instrument, listener) => Enable(instrument, listener) };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => seen.Add(Text(instrument, value, tags)));
        meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen.Add(Text(instrument, value, tags)));
        meters.Start();

        await using var lb = await LoadBalancerFixture.StartAsync(options =>
            options.Listeners = [new() { Name = "metrics-test", Listen = new() { Address = "127.0.0.1", Port = 0 }, MutualTls = MutualTlsMode.Audit }]);
        await RawTlsClient.CountApplicationBytesAsync(lb.Port, lb.Tls(leaf: null), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());

        await Deadline.UntilAsync(() => seen.Any(text => text == "bulwark.load_balancer.tls.rejections 1 listener=default reason=NoCertificate"));
        Assert.Contains("bulwark.load_balancer.lock.mode 1 listener=metrics-test", seen, StringComparer.Ordinal);
        Assert.Contains("bulwark.load_balancer.lock.mode 2 listener=default", seen, StringComparer.Ordinal);
    }

    private static void Enable(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == "Bulwark.LoadBalancer")
            listener.EnableMeasurementEvents(instrument);
    }

    private static string Text<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = $"{instrument.Name} {value}";
        foreach (var (key, tag) in tags)
            text += $" {key}={tag}";

        return text;
    }
}
