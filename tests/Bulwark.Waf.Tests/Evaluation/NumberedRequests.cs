using System.Text;
using Bulwark.Waf.Tests.Corpora;
using Bulwark.Waf.Tests.Matching;
using CsCheck;

namespace Bulwark.Waf.Tests.Evaluation;

/// <summary>Requests by their numbers, the same in every run: ordinary ones, attacks, and such that are made of pieces of both; every other one is damaged.</summary>
internal static class NumberedRequests
{
    private const ulong Seed = 20261128;

    private static readonly IReadOnlyList<CorpusRequest> Ordinary = [.. ChatTraffic.Create(), .. ClientTraffic.Create()];
    private static readonly IReadOnlyList<CorpusRequest> Attacks = [.. AttackTraffic.Create()];

    public static SampleRequest Make(int number)
    {
        var dice = new Dice(Seed + ((ulong)number << 32));
        var request = dice.Next(5) switch
        {
            0 or 1 => dice.Pick(Ordinary).ToSample(),
            2 => dice.Pick(Attacks).ToSample(),
            _ => RandomRequests.Any.Generate(new PCG((uint)number, Seed), null, out _),
        };
        return (number % 2 == 0 ? request : Damaged(request, dice)) with { ClientAddress = AddressOf(number) };
    }

    /// <summary>A form whose values make automata learn as much as one request may make them.</summary>
    public static SampleRequest Flood(int number)
    {
        var dice = new Dice(~Seed + ((ulong)number << 32));
        return SampleRequest.Form(string.Join('&', Enumerable.Range(0, 10).Select(i => $"f{i}={Uri.EscapeDataString(Value(dice))}"))) with { ClientAddress = "198.51.100.1" };
    }

    // Rules remember what an address has done; each request has its own.
    private static string AddressOf(int number) => $"10.{number >> 16}.{(number >> 8) & 255}.{number & 255}";

    private static string Value(Dice dice)
    {
        var value = new StringBuilder();
        while (value.Length < 80)
        {
            var piece = dice.Pick(Attacks).Piece;
            var start = dice.Next(piece.Length);
            value.Append(piece.AsSpan(start, Math.Min(1 + dice.Next(8), piece.Length - start))).Append((char)dice.Next(256));
        }

        return value.ToString();
    }

    private static SampleRequest Damaged(SampleRequest request, Dice dice)
    {
        var damaged = new SampleRequest(dice.OneIn(2) ? Damaged(request.Line, dice) : request.Line, [.. request.Headers.Select(header => dice.OneIn(6) ? (header.Name, Damaged(header.Value, dice)) : header)])
        {
            Body = request.Body is { } body && dice.Next(4) > 0 ? Damaged(body, dice) : request.Body,
            ResponseBody = request.ResponseBody,
        };
        return damaged;
    }

    private static string Damaged(string text, Dice dice)
    {
        var damaged = new StringBuilder(text);
        for (var count = 1 + dice.Next(4); count > 0 && damaged.Length > 0; count--)
        {
            var place = dice.Next(damaged.Length);
            _ = dice.Next(4) switch
            {
                0 => damaged.Remove(place, Math.Min(1 + dice.Next(6), damaged.Length - place)),
                1 => damaged.Insert(place, (char)dice.Next(256)),
                2 => damaged.Insert(place, damaged.ToString(place, Math.Min(20, damaged.Length - place))),
                _ => damaged.Replace(damaged[place], (char)(damaged[place] ^ 0x20), place, 1),
            };
        }

        return damaged.ToString();
    }
}
