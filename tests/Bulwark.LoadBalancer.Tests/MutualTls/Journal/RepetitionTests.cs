using System.Globalization;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.Pki;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.LoadBalancer.Tests.MutualTls.Journal;

public sealed class RepetitionTests
{
    private static readonly RefusalKind Kind = new("default", ClientCertificateReason.Expired, "ab");

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Lets_one_of_a_kind_through_in_ten_seconds_and_counts_the_others()
    {
        var repetition = new Repetition(_time);

        Assert.True(repetition.IsFirst(Kind, out var suppressed));
        Assert.Equal(0, suppressed);
        Assert.False(repetition.IsFirst(Kind, out _));
        Assert.False(repetition.IsFirst(Kind, out _));
        Assert.True(repetition.IsFirst(Kind with { Reason = ClientCertificateReason.Revoked }, out _));
        Assert.True(repetition.IsFirst(Kind with { Fingerprint = "cd" }, out _));
        Assert.Empty(repetition.TakeEnded());

        _time.Advance(Repetition.Window);
        Assert.True(repetition.IsFirst(Kind, out suppressed));
        Assert.Equal(2, suppressed);
    }

    [Fact]
    public void Says_what_was_not_told_when_a_flood_has_stopped()
    {
        var repetition = new Repetition(_time);
        for (var i = 0; i < 5; i++)
            repetition.IsFirst(Kind, out _);

        _time.Advance(Repetition.Window);

        Assert.Equal((Kind, 4), Assert.Single(repetition.TakeEnded()));
        Assert.Empty(repetition.TakeEnded());
    }

    [Theory]
    [InlineData(ClientCertificateReason.Untrusted, Repetition.MostUntrusted + 1)]
    [InlineData(ClientCertificateReason.Expired, Repetition.MostKinds)]
    public void Bounds_what_a_flood_of_different_certificates_writes(ClientCertificateReason reason, int lines)
    {
        var repetition = new Repetition(_time);

        var told = Enumerable.Range(0, 20_000)
            .Count(i => repetition.IsFirst(new RefusalKind("default", reason, i.ToString(CultureInfo.InvariantCulture)), out _));

        Assert.Equal(lines, told);
        if (reason == ClientCertificateReason.Untrusted)
            Assert.True(repetition.IsFirst(Kind, out _));
    }
}
