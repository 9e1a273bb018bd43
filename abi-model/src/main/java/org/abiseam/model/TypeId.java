package org.abiseam.model;

/**
 * Names a node of one {@link TypeGraph}; means nothing outside it.
 *
 * @param index position in the graph, from 0
 */
public record TypeId(int index) {}
