namespace Bulwark.Waf.Acl.Rates;

/// <summary>How many requests are fine in what time, looking back from now.</summary>
internal sealed record RateWindow(long Limit, TimeSpan Length);
