namespace Bulwark.Waf.GraphQl;

/// <summary>A place at which a fragment is inserted.</summary>
/// <param name="Fragment">Its name.</param>
/// <param name="Depth">How deep the fields of the fragment lie there; 1 is the top.</param>
internal readonly record struct GraphQlSpread(string Fragment, int Depth);
